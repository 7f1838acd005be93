import "../../styles/bar.css";
import "../../styles/door.css";
import { useSignal } from "@preact/signals";
import { signIn } from "../../http/api";
import type { Demonstration } from "../../http/contract";
import { codeOf } from "../../http/refusal";
import { Field } from "../../parts/Field";
import { Tongues } from "../../parts/Tongues";
import { type Key, t } from "../../text";
import { checkForm, destination, type Problem } from "./form";
import { Persons } from "./Persons";

export function SignIn({ data }: { data: Demonstration | null }) {
  return (
    <div class={data ? "door" : "door alone"}>
      <main>
        <h1>
          <bdi lang="en">Adref</bdi>
        </h1>
        <p class="lead">{t("signin.lead")}</p>
        <Form />
        <p class="hint">{t("signin.invited")}</p>
        <p class="hint">{t("signin.forgotten")}</p>
      </main>
      {data && <Persons demonstration={data} />}
      <footer>
        <Tongues />
      </footer>
    </div>
  );
}

function Form() {
  const problems = useSignal<Problem[]>([]);
  const refused = useSignal<Key | null>(null);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const [email, password] = [String(form.get("email")), String(form.get("password"))];
    refused.value = null;
    problems.value = checkForm(email, password);
    const [first] = problems.value;
    if (first) return focusOn(problems.value.length > 1 ? "summary" : first.field);
    refused.value = await knock(email.trim(), password);
    if (refused.value) focusOn("summary");
  };
  return (
    <form noValidate onSubmit={submit}>
      <Summary problems={problems.value} refused={refused.value} />
      <Fields problems={problems.value} />
      <p class="acts">
        <button type="submit" class="primary big">
          {t("signin.act")}
        </button>
      </p>
    </form>
  );
}

function Fields({ problems }: { problems: Problem[] }) {
  const wrong = (field: string) => {
    const problem = problems.find((one) => one.field === field);
    return problem && t(problem.key);
  };
  return (
    <>
      <Field
        id="email"
        label={t("signin.email")}
        type="email"
        dir="ltr"
        autocomplete="username"
        wrong={wrong("email")}
      />
      <Field
        id="password"
        label={t("signin.password")}
        type="password"
        dir="ltr"
        autocomplete="current-password"
        wrong={wrong("password")}
      />
    </>
  );
}

const focusOn = (id: string) => requestAnimationFrame(() => document.getElementById(id)?.focus());

async function knock(email: string, password: string): Promise<Key | null> {
  try {
    await signIn(email, password);
    location.assign(destination(location.search));
    return null;
  } catch (error) {
    const code = codeOf(error);
    if (code === "no_match") return "signin.no_match";
    return code === "too_many" ? "signin.too_many" : "signin.silent";
  }
}

function Summary({ problems, refused }: { problems: Problem[]; refused: Key | null }) {
  if (!refused && problems.length < 2) return null;
  return (
    <div class="summary" id="summary" role="alert" tabIndex={-1}>
      <h2>{refused ? t(refused) : t("signin.problems", { count: problems.length })}</h2>
      <ul>
        {problems.map(({ field, key }) => (
          <li key={field}>
            <a href={`#${field}`}>{t(key)}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
