/** Words that were not taken, and proposals being drawn up: few readers ever have any, so they come by themselves. */
export { KeptElsewhere } from "./KeptElsewhere";
export { KeptHere } from "./KeptHere";
