import type { StageView } from "@crm/contract";

/** The kit's palette under the contract's names; grey is ours. */
const palette = (colour: StageView["colour"]) => (colour === "grey" ? "gray" : colour);

/** The colour of a stage. Decoration: its label is always written beside it. */
export const StageDot = ({ colour }: { colour: StageView["colour"] }) => (
  <span
    aria-hidden
    style={{
      flex: "none",
      width: 10,
      height: 10,
      borderRadius: "50%",
      background: `var(--mantine-color-${palette(colour)}-${colour === "grey" ? 6 : 5})`,
    }}
  />
);
