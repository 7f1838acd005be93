import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../text";
import { formatFullDay, formatTime } from "../../text/dates";
import type { Told } from "./desk";

/** What an act has brought; a link stands here this once, to be copied. The focus goes to the sentence. */
export function LinkShown({ told }: { told: Told }) {
  const place = useRef<HTMLParagraphElement>(null);
  const copied = useSignal(false);
  useEffect(() => {
    copied.value = false;
    place.current?.focus();
  }, [told]);
  const { link } = told;
  const copy = async () => {
    await navigator.clipboard.writeText(link?.address ?? "");
    copied.value = true;
  };
  return (
    <div class="told" role="status">
      <p ref={place} tabIndex={-1}>
        {told.words}
      </p>
      {link && (
        <>
          <p class="link-line">
            <input
              class="box"
              dir="ltr"
              readOnly
              value={link.address}
              aria-label={t("seating.link")}
              onFocus={(event) => event.currentTarget.select()}
            />
            <button type="button" class="primary big" onClick={copy}>
              {t(copied.value ? "seating.copied" : "seating.copy")}
            </button>
          </p>
          <p class="hint">
            {t("seating.link_holds", { day: formatFullDay(link.expires), time: formatTime(link.expires) })}
          </p>
        </>
      )}
    </div>
  );
}
