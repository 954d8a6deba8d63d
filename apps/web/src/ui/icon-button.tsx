import { ActionIcon, type ActionIconProps, Tooltip } from "@mantine/core";
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

/** A button that is only an icon: always named, always with a tooltip. */
export function IconButton({ label, children, to, ...props }: Props) {
  return (
    <Tooltip label={label} events={{ hover: true, focus: true, touch: false }}>
      {to === undefined ? (
        <ActionIcon aria-label={label} {...props}>
          {children}
        </ActionIcon>
      ) : (
        <ActionIcon component={Link} to={to} aria-label={label} {...(props as ActionIconProps)}>
          {children}
        </ActionIcon>
      )}
    </Tooltip>
  );
}
