/** On a slow line the device's own letters stand in for those of the texts, until there is nothing more urgent. */

const held = "data-own-letters";

/** Do without the letters of the texts where the browser says that the line is slow. Call it before anything is drawn. */
export function holdLetters(): void {
  const { connection } = navigator as Navigator & { connection?: { effectiveType?: string } };
  if (/[23]g/.test(connection?.effectiveType ?? "")) document.documentElement.setAttribute(held, "");
}

/** Let the letters come. */
export const releaseLetters = (): void => document.documentElement.removeAttribute(held);
