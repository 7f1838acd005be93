import "../styles/tokens.css";
import "../styles/fonts.css";
import "../styles/base.css";
import "../styles/controls.css";
import "../styles/plain.css";
import { effect } from "@preact/signals";
import { type ComponentType, render } from "preact";
import { Refusal } from "../http/refusal";
import { type Key, t } from "../text";
import { signInAddress } from "./address";
import { Bar } from "./Bar";
import { beginToSpeak } from "./tongue";

/** Start a page: speak the reader's language, load what the page shows, show it; or say why it cannot be shown. */
export async function open<Data>(load: () => Promise<Data>, Page: ComponentType<{ data: Data }>): Promise<void> {
  const [, loaded] = await Promise.allSettled([beginToSpeak(), load()]);
  const place = document.getElementById("app") as HTMLElement;
  if (loaded.status === "fulfilled") return render(<Page data={loaded.value} />, place);
  const { reason } = loaded;
  if (!(reason instanceof Refusal)) throw reason;
  if (reason.code === "not_signed_in") return location.replace(signInAddress());
  render(<Stop refusal={reason} />, place);
}

/** Keep the window's title in step with the language; `words` is read anew whenever what it reads changes. */
export function keepTitle(words: () => string): void {
  effect(() => {
    document.title = t("page.title", { words: words() });
  });
}

/** Nothing to show: what happened, what it means, what can be done. */
export function Stop({ refusal }: { refusal: Pick<Refusal, "status"> }) {
  const kind = refusal.status === 404 ? "missing" : refusal.status === 403 ? "denied" : "silent";
  keepTitle(() => t(`stop.${kind}.title` as Key));
  return (
    <>
      <Bar />
      <main class="lone">
        <h1>{t(`stop.${kind}.title` as Key)}</h1>
        <p class="lead">{t(`stop.${kind}.words` as Key)}</p>
        <p class="acts">
          {kind === "silent" && (
            <button type="button" class="primary" onClick={() => location.reload()}>
              {t("stop.again")}
            </button>
          )}
          <a href="/agendas">{t("stop.home")}</a>
        </p>
      </main>
    </>
  );
}
