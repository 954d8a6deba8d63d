import { t } from "@lingui/core/macro";
import { createTheme, type MantineColorsTuple } from "@mantine/core";

const indigo: MantineColorsTuple = [
  "#eeeffc",
  "#dfe1fa",
  "#c2c6f6",
  "#a4a8f7",
  "#8b8ff0",
  "#7175e4",
  "#5358d4",
  "#4247bb",
  "#373b9b",
  "#2d307d",
];
const red: MantineColorsTuple = [
  "#fdeaea",
  "#fad2d4",
  "#f4a9ad",
  "#ee8087",
  "#e05a63",
  "#d33c48",
  "#c22a37",
  "#a81c29",
  "#8b1520",
  "#6e1019",
];
const gray: MantineColorsTuple = [
  "#f7f7f9",
  "#f2f3f5",
  "#e4e5ea",
  "#d9dbe1",
  "#cdd0d8",
  "#a3a8b3",
  "#7d828d",
  "#5e636e",
  "#454952",
  "#1c1e24",
];
const dark: MantineColorsTuple = [
  "#e3e5e9",
  "#c3c7cf",
  "#9ba1ac",
  "#8f95a1",
  "#3b3f49",
  "#292c33",
  "#1f2127",
  "#191b20",
  "#131418",
  "#0d0e11",
];

const sans = '"Inter Variable", "Inter Fallback", system-ui, -apple-system, "Segoe UI", sans-serif';

/** The house style. Colours that depend on the scheme are in tokens.css; a status colour is never used for anything else. */
export const theme = createTheme({
  primaryColor: "indigo",
  primaryShade: 6,
  colors: { indigo, red, gray, dark },
  black: "#1c1e24",
  cursorType: "pointer",
  defaultRadius: "md",
  focusRing: "auto",
  respectReducedMotion: true,
  fontFamily: sans,
  fontSizes: { xs: "12px", sm: "14px", md: "14px", lg: "16px", xl: "20px" },
  lineHeights: { xs: "1.35", sm: "1.43", md: "1.5", lg: "1.5", xl: "1.4" },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  radius: { xs: "3px", sm: "4px", md: "6px", lg: "10px", xl: "16px" },
  shadows: {
    xs: "var(--shadow-1)",
    sm: "var(--shadow-1)",
    md: "var(--shadow-2)",
    lg: "var(--shadow-2)",
    xl: "var(--shadow-2)",
  },
  headings: {
    fontFamily: sans,
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "20px", lineHeight: "28px" },
      h2: { fontSize: "16px", lineHeight: "24px" },
      h3: { fontSize: "14px", lineHeight: "20px" },
      h4: { fontSize: "14px", lineHeight: "20px" },
      h5: { fontSize: "12px", lineHeight: "16px" },
      h6: { fontSize: "12px", lineHeight: "16px" },
    },
  },
  // Plain objects: `Menu.extend` and its like would bring every component named here to the first page.
  components: {
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: 32 } },
    Button: {
      defaultProps: { size: "sm" },
      vars: (_theme: unknown, { size }: { size?: string }) => ({
        root: size === "sm" || !size ? { "--button-height": "34px", "--button-padding-x": "14px" } : {},
      }),
      styles: { label: { fontWeight: 550 } },
    },
    Input: {
      vars: (_theme: unknown, { size }: { size?: string }) => ({
        wrapper: size === "sm" || !size ? { "--input-height": "36px" } : {},
      }),
    },
    InputWrapper: {
      defaultProps: { inputWrapperOrder: ["label", "input", "description", "error"] },
      styles: {
        label: { marginBottom: 4, fontWeight: 500, fontSize: 13 },
        error: { fontSize: 13 },
        description: { fontSize: 12 },
      },
    },
    Badge: {
      defaultProps: { variant: "light", radius: "sm" },
      styles: { label: { textTransform: "none", fontWeight: 500 } },
    },
    Checkbox: { defaultProps: { radius: "sm" } },
    Menu: {
      defaultProps: {
        shadow: "md",
        radius: "md",
        offset: 6,
        transitionProps: { duration: 100 },
        // Its placeholder has no place in a menu (WCAG 1.3.1); the dropdown takes the focus itself.
        withInitialFocusPlaceholder: false,
        // In the bar that opens them, a landmark: outside it, they would be in none.
        withinPortal: false,
      },
      styles: {
        dropdown: { border: 0, padding: 6 },
        item: { padding: "7px 10px", fontSize: 14 },
        label: { fontSize: 12, color: "var(--ink-dim)" },
      },
    },
    Modal: {
      // Asked for at each display: the language can change.
      defaultProps: () => ({
        radius: "lg",
        centered: true,
        transitionProps: { duration: 120 },
        overlayProps: { backgroundOpacity: 0.4 },
        closeButtonProps: { "aria-label": t`Fermer` },
        // Its <header> is the head of a window, not the banner of the page.
        attributes: { header: { role: "none" } },
      }),
      styles: { title: { fontSize: 16, fontWeight: 600 } },
    },
    Popover: {
      defaultProps: { shadow: "md", radius: "md", transitionProps: { duration: 100 } },
      styles: { dropdown: { border: 0 } },
    },
    Skeleton: { defaultProps: { radius: "sm" } },
  },
});
