import { readDemonstration } from "../../http/api";
import { keepTitle, open } from "../../parts/entry";
import { t } from "../../text";
import { SignIn } from "./SignIn";

await open(readDemonstration, SignIn);
keepTitle(() => t("signin.title"));
