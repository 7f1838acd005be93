/** Where one is, and where one signs in to come back to it. */

/** Return the id in an address such as `/agendas/{id}/publish`. */
export const idInAddress = (): string => location.pathname.split("/")[2] ?? "";

export const signInAddress = (): string =>
  `/signin?${new URLSearchParams({ next: location.pathname + location.search + location.hash })}`;
