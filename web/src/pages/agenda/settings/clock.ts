/** The time by the server's clock, for what opens and closes. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { readClock } from "../../../http/clock";

const pace = 10_000;
const now = signal(Date.now());
let ahead: Promise<number> | undefined;

/** Return the server's time in Unix ms; what uses it is drawn anew every ten seconds. */
export function useServerNow(): number {
  useEffect(() => {
    ahead ??= readClock();
    const tell = async () => {
      now.value = Date.now() + ((await ahead) ?? 0);
    };
    void tell();
    const timer = setInterval(tell, pace);
    return () => clearInterval(timer);
  }, []);
  return now.value;
}
