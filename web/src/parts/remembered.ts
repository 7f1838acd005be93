/** What this device remembers of its reader's choices: in cookies, so that the server can send what will be shown. */

const year = 365 * 24 * 3600;

/** Return what was remembered under a name, or nothing. */
export function recall(name: string): string {
  const [, value = ""] =
    document.cookie
      .split("; ")
      .map((one) => one.split("="))
      .find(([key]) => key === name) ?? [];
  return value;
}

/** Remember letters, digits, dots and hyphens for a year. */
export function remember(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
  document.cookie = `${name}=${value}; path=/; max-age=${year}; samesite=lax`;
}
