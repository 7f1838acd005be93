/** Words as they are compared: without case, accents, vowel signs and the shape of digits. Pure. */
export function fold(text: string): string {
  const plain = text
    .normalize("NFD")
    .replace(/\p{M}|\u0640/gu, "")
    .toLowerCase();
  return plain.replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
}
