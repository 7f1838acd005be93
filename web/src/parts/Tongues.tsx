import { interfaceLanguages, language, t } from "../text";
import { ownName } from "../text/names";
import { chooseLanguage } from "./tongue";

/** The switch of the interface's language. Each name is in its own language. */
export function Tongues() {
  return (
    <fieldset class="langs" aria-label={t("tongue.label")}>
      {interfaceLanguages.map((code) => (
        <button
          key={code}
          type="button"
          lang={code}
          aria-pressed={code === language()}
          onClick={() => chooseLanguage(code)}
        >
          {ownName(code)}
        </button>
      ))}
    </fieldset>
  );
}
