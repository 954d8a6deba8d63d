import { ActionIcon, type ActionIconProps } from "@mantine/core";
import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { Link } from "react-router";

interface Props extends ActionIconProps, Omit<ButtonHTMLAttributes<HTMLButtonElement>, keyof ActionIconProps> {
  /** What it does, in the guide's words: read aloud, and shown on hover and focus. */
  label: string;
  children: ReactNode;
  /** Leads to a screen instead of doing something. */
  to?: string;
  ref?: Ref<HTMLButtonElement>;
}

/** A button that is only an icon: always named, always with a tip (tip-layer.tsx). */
export function IconButton({ label, children, to, ...props }: Props) {
  return to === undefined ? (
    <ActionIcon aria-label={label} data-tip={label} {...props}>
      {children}
    </ActionIcon>
  ) : (
    <ActionIcon component={Link} to={to} aria-label={label} data-tip={label} {...(props as ActionIconProps)}>
      {children}
    </ActionIcon>
  );
}
