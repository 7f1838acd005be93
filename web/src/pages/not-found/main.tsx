import { open, Stop } from "../../parts/entry";

await open(
  async () => undefined,
  () => <Stop refusal={{ status: 404 }} />,
);
