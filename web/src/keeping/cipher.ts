/** Sealing: AES-GCM under the person's key, which the server gives and which no script can read out again. */

export interface Sealed {
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly octets: ArrayBuffer;
}

/** Return the key from the server's spelling of it: 256 bits in base64url. */
export function importKey(spelt: string): Promise<CryptoKey> {
  const octets = Uint8Array.from(atob(spelt.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  return crypto.subtle.importKey("raw", octets, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** Seal a text for one row: under another `name` it cannot be opened. */
export async function seal(key: CryptoKey, name: string, text: string): Promise<Sealed> {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  return { nonce, octets: await crypto.subtle.encrypt(use(nonce, name), key, new TextEncoder().encode(text)) };
}

/** Open what was sealed; null when it is another person's, or not what was sealed. */
export async function unseal(key: CryptoKey, name: string, { nonce, octets }: Sealed): Promise<string | null> {
  const open = await crypto.subtle.decrypt(use(nonce, name), key, octets).catch(() => null);
  return open && new TextDecoder().decode(open);
}

const use = (iv: Uint8Array<ArrayBuffer>, name: string) => ({
  name: "AES-GCM",
  iv,
  additionalData: new TextEncoder().encode(name),
});
