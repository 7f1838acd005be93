/** Which language the interface speaks: chosen by hand and remembered, else what the browser asks for. */
import { effect } from "@preact/signals";
import { type InterfaceLanguage, interfaceLanguages, language, speak } from "../text";
import { directionOf } from "../text/names";
import { partsOf } from "../text/parts";
import { recall, remember } from "./remembered";

const place = "adref_language";
const known = (code: string): InterfaceLanguage | undefined =>
  interfaceLanguages.find((one) => one === code.split("-")[0]);

/** Return the language to begin with, from what was chosen before and what the browser asks for. */
export function preferred(chosen: string, asked: readonly string[]): InterfaceLanguage {
  return known(chosen) ?? asked.map(known).find((code) => code !== undefined) ?? "en";
}

/** Return the language of this device's reader. */
export const ownLanguage = (): InterfaceLanguage => preferred(recall(place), navigator.languages);

/** Load the words and keep `lang` and `dir` of the page in step with them. */
export async function beginToSpeak(): Promise<void> {
  await speak(ownLanguage(), partsOf(document.documentElement.dataset.words ?? ""));
  effect(() => {
    document.documentElement.lang = language();
    document.documentElement.dir = directionOf(language());
  });
}

/** Speak another language and remember it on this device. */
export async function chooseLanguage(code: InterfaceLanguage): Promise<void> {
  await speak(code, []);
  remember(place, code);
}
