/** Ids for the objects that a text refers to. */

/** Return a UUID of version 7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, then 74 random bits. */
export function makeId(
  now: number = Date.now(),
  random: Uint8Array = crypto.getRandomValues(new Uint8Array(16)),
): string {
  const octets = Uint8Array.from(random);
  for (let index = 0; index < 6; index++) octets[index] = Math.floor(now / 2 ** (40 - 8 * index)) & 0xff;
  octets[6] = 0x70 | ((octets[6] ?? 0) & 0x0f);
  octets[8] = 0x80 | ((octets[8] ?? 0) & 0x3f);
  const hex = Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
