/** How far the files of a publication are, and watching them until nothing more will come by itself. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { readPublication, retryFile } from "../http/api";
import type { Publication, PublicationFile } from "../http/contract";

const pace = 1000;
const settled = ({ state }: PublicationFile): boolean => state === "done" || state === "failed";

export interface Progress {
  all: number;
  ready: number;
  failed: number;
  running: boolean;
}

export function measureProgress(publication: Publication): Progress {
  const files = publication.languages.flatMap((one) => one.files);
  const ready = files.filter(({ state }) => state === "done").length;
  const failed = files.filter(({ state }) => state === "failed").length;
  return { all: files.length, ready, failed, running: !files.every(settled) };
}

export interface Watched {
  publication: Publication;
  retry: (language: string, form: string) => Promise<void>;
}

type Read = (id: string) => Promise<Publication>;

/** Return the publication as it is now, read anew each second while files are being made. */
export function useWatched(first: Publication, read: Read = readPublication): Watched {
  const latest: Signal<Publication> = useSignal(first);
  const given = useRef(first);
  if (given.current !== first) {
    given.current = first;
    latest.value = first;
  }
  const { running } = measureProgress(latest.value);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => refresh(latest, read), pace);
    return () => clearInterval(timer);
  }, [running, first.id]);
  const retry = async (language: string, form: string) => {
    await retryFile(first.id, language, form);
    await refresh(latest, read);
  };
  return { publication: latest.value, retry };
}

/** One answer lost on the way is no news: the next second asks again. */
async function refresh(latest: Signal<Publication>, read: Read): Promise<void> {
  const answer = await read(latest.peek().id).catch(() => null);
  if (answer && answer.id === latest.peek().id) latest.value = answer;
}
