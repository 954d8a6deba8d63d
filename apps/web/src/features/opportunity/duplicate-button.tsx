import type { OpportunityView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { useNavigate } from "react-router";
import { errorSentence } from "../../lib/error-sentence.ts";
import { notify } from "../../ui/notify.ts";
import { useDuplicateOpportunity } from "./opportunity.queries.ts";

/** « Dupliquer » (guide 3.4): opens the copy, titled « [Copie] … ». */
export function DuplicateButton({ opportunity: { id } }: { opportunity: OpportunityView }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const duplicate = useDuplicateOpportunity(id);

  async function run() {
    try {
      const copy = await duplicate.mutateAsync();
      await navigate(`/opportunites/${copy.id}`);
      await notify({ message: t`Copie créée : changez son nom avec le crayon.` });
    } catch (error) {
      await notify({ kind: "error", message: errorSentence(error) });
    }
  }

  return (
    <Button
      variant="default"
      fullWidth
      leftSection={<IconCopy size={16} aria-hidden />}
      loading={duplicate.isPending}
      onClick={() => void run()}
    >
      {t`Dupliquer`}
    </Button>
  );
}
