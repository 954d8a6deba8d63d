import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";

interface Props {
  loading: boolean;
  onMore: (() => void) | undefined;
  /** Inside a section of a card, rather than under a page's list. */
  compact?: boolean;
}

/** « Afficher la suite »: under a part of a list, while there is more. */
export function ShowMore({ loading, onMore, compact }: Props) {
  const { t } = useLingui();
  return (
    <Button
      {...(compact ? { variant: "subtle", size: "compact-sm" } : { variant: "default", mt: "md" })}
      loading={loading}
      {...(onMore ? { onClick: onMore } : {})}
    >
      {t`Afficher la suite`}
    </Button>
  );
}
