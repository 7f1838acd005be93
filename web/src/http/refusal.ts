/** A request that the server refused, or that never reached it (`status` 0, code `unreachable`). */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: Readonly<Record<string, unknown>> = {},
  ) {
    super(code);
    this.name = "Refusal";
  }
}

/** Return the refusal's code, or rethrow what is none: a fault of ours must not be shown as an answer. */
export function codeOf(error: unknown): string {
  if (error instanceof Refusal) return error.code;
  throw error;
}
