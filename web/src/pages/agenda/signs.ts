/** Who asks for the brackets: as the record says it beside the text, and told to the record when one is drawn here. */
import type { BracketSign } from "../../binding";
import { openBracket } from "../../http/api";
import type { Sign, SignKind } from "../../http/contract";
import { codeOf } from "../../http/refusal";
import { t } from "../../text";
import { listed, pick } from "../../text/names";
import { writeDelegations, writeKind } from "../../text/written";
import { bracketsIn } from "./merging";
import type { Room } from "./room";

/** A bracket may reach the reader before the record of it does. */
const patience = 1500;
const pause = 5000;

export class Signs {
  private readonly asked = new Set<string>();

  constructor(private readonly room: Room) {}

  /** Return who asks for a bracket; one that the page has not heard of is looked up once. */
  read(clause: string, id: string, language: string): BracketSign | undefined {
    const known = this.room.clause(clause)?.peek();
    const sign = known?.signs[id];
    if (sign) return drawSign(sign, language);
    const isStored = known && Object.values(known.texts).some(({ json }) => bracketsIn(json).ids.has(id));
    // what stands in the text as it was read and has no record then is nobody's
    if (!isStored && !this.asked.has(id)) setTimeout(() => this.room.refresh(clause), patience);
    this.asked.add(id);
    return undefined;
  }

  /** Tell the record of a bracket drawn here, again and again while the server is out of reach. */
  async claim(clause: string, id: string, kind: SignKind = ""): Promise<void> {
    this.asked.add(id);
    const code = await openBracket(clause, id, kind).then(() => "", codeOf);
    if (code === "unreachable") {
      setTimeout(() => this.claim(clause, id, kind), pause);
      return;
    }
    if (code && code !== "bracket_exists") this.room.news.value = t("news.bracket");
    await this.room.refresh(clause);
  }
}

/** Return the sign as a text of the language shows it: short codes, the kind in a word; full names for the page's reader. */
export function drawSign({ kind, delegations }: Sign, language: string): BracketSign {
  return {
    tag: writeDelegations(delegations, language),
    name: listed(delegations.map(({ names }) => pick(names))).join(""),
    kind: writeKind(kind, language),
  };
}
