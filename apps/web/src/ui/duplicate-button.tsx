import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { useNavigate } from "react-router";
import { errorSentence } from "../lib/error-sentence.ts";
import { notify } from "./notify.ts";

interface Props {
  duplicating: { mutateAsync: () => Promise<{ id: string }>; isPending: boolean };
  /** What its card's address begins with. */
  folder: string;
  /** What the copy wants from its reader. */
  said: string;
}

/** « Dupliquer » (guide 2.4, 3.4): opens the copy. */
export function DuplicateButton({ duplicating, folder, said }: Props) {
  const { t } = useLingui();
  const navigate = useNavigate();

  async function run() {
    try {
      const { id } = await duplicating.mutateAsync();
      await navigate(`${folder}/${id}`);
      await notify({ message: said });
    } catch (error) {
      await notify({ kind: "error", message: errorSentence(error) });
    }
  }

  return (
    <Button
      variant="default"
      fullWidth
      leftSection={<IconCopy size={16} aria-hidden />}
      loading={duplicating.isPending}
      onClick={() => void run()}
    >
      {t`Dupliquer`}
    </Button>
  );
}
