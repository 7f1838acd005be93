/** How far the files of a publication are, and watching them until nothing more will come by itself. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { readPublication, retryFile } from "../http/api";
import type { Publication, PublicationFile } from "../http/contract";

/** Milliseconds between two questions at least. */
const pace = 500;
/** Seconds that the server may hold back an answer. */
const wait = 10;
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

type Read = (id: string, wait?: number) => Promise<Publication>;

/** Return the publication as it is now, read anew with each file that is made. */
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
    const leaving = new AbortController();
    follow(latest, read, leaving.signal);
    return () => leaving.abort();
  }, [running, first.id]);
  const retry = async (language: string, form: string) => {
    await retryFile(first.id, language, form);
    await refresh(latest, read);
  };
  return { publication: latest.value, retry };
}

/** The server holds its answer until the next file is there; one that is lost on the way is asked for again. */
async function follow(latest: Signal<Publication>, read: Read, leaving: AbortSignal): Promise<void> {
  while (!leaving.aborted && measureProgress(latest.peek()).running) {
    await Promise.all([refresh(latest, (id) => read(id, wait), leaving), pause(pace)]);
  }
}

async function refresh(latest: Signal<Publication>, read: Read, leaving?: AbortSignal): Promise<void> {
  const answer = await read(latest.peek().id).catch(() => null);
  if (answer && !leaving?.aborted && answer.id === latest.peek().id) latest.value = answer;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
