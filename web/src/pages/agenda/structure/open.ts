/** The command list stands once on the page and opens over it. */
export const commandList = "command-list";

export function showCommands(): void {
  (document.getElementById(commandList) as HTMLDialogElement | null)?.showModal();
}
