/** Takes in what the agenda's channel tells: texts at once, the rest by asking for it, not all pages at one moment. */
import type { AgendaMessage } from "../../binding";
import type { TextNode } from "../../http/contract";
import type { TextNews } from "../../protocol/messages";
import { countBrackets } from "./merging";
import type { Room } from "./room";

/** Milliseconds; the whole text is asked for later than one clause, because everybody here asks for it. */
const calm = { clause: 400, all: 1500 };
/** More clauses than these are read as a whole. */
const most = 8;
const patience = 4000;

export class News {
  private readonly clauses = new Set<string>();
  private all = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  private rights: string | undefined;

  constructor(private readonly room: Room) {
    this.rights = room.agenda.rights;
  }

  readonly hear = (message: AgendaMessage): void => {
    switch (message.type) {
      case "agenda_hello":
        this.greet(message.rights);
        break;
      case "text_news":
        this.takeText(message);
        break;
      case "clause_news":
        this.gather(message.clause);
        break;
      case "structure_news":
      case "draft_news":
      case "publication_news":
      case "refetch":
        this.all = true;
        this.askLater(Math.random() * calm.all);
        break;
    }
  };

  close(): void {
    clearTimeout(this.timer);
  }

  /** The page may have missed a change of what its reader may do. */
  private greet(rights: string): void {
    this.all ||= this.rights !== undefined && this.rights !== rights;
    this.rights = rights;
    if (this.all || this.clauses.size > 0) this.askLater(0);
  }

  /** A bracket more or less may change the clause's status, which the server weighs. */
  private takeText({ clause, language, json, ...news }: TextNews): void {
    const read = () => this.room.clause(clause)?.peek().texts[language]?.json;
    const before = read();
    this.room.takeText(clause, language, { ...news, json: json as unknown as TextNode });
    const now = read();
    if (before && now && countBrackets(before) !== countBrackets(now)) this.gather(clause);
  }

  private gather(clause: string): void {
    this.clauses.add(clause);
    this.askLater(Math.random() * calm.clause);
  }

  private askLater(wait: number): void {
    this.timer ??= setTimeout(async () => {
      this.timer = undefined;
      if (!(await this.ask())) this.askLater(patience);
    }, wait);
  }

  /** Read what has changed; false when the server was out of reach. A clause that is not there asks for the whole. */
  private async ask(): Promise<boolean> {
    const asked = [...this.clauses];
    this.clauses.clear();
    const whole = this.all || asked.length > most;
    this.all = false;
    const read = whole ? [] : await Promise.all(asked.map((id) => this.room.refresh(id)));
    if (!whole && !read.includes(undefined)) return true;
    const reached = await this.room.refreshAll();
    this.all ||= !reached;
    return reached;
  }
}
