import type { PipelineView } from "@crm/contract";
import { useLocalStorage } from "@mantine/hooks";
import { useEffect } from "react";
import type { OpportunityAddress } from "./opportunity-address.ts";

/** A board shows what is under way, unless another status was asked for: won and lost ones pile up. */
export const boardAddress = ({ status }: OpportunityAddress) => ({
  ...{ display: "kanban" as const, status: status ?? ("open" as const) },
});

interface Props {
  onBoard: boolean;
  address: OpportunityAddress;
  change: (part: Partial<OpportunityAddress>, options: { replace: boolean }) => void;
  pipelines: readonly PipelineView[];
}

/** The type whose board is shown: the address says it, else it is the last one looked at, else the first. Then the address says it. */
export function useBoardType({ onBoard, address, change, pipelines }: Props): PipelineView | undefined {
  const [last, setLast] = useLocalStorage({ key: "crm-board-type", defaultValue: "", getInitialValueInEffect: false });
  const chosen = address.pipelineId;
  const type =
    pipelines.find(({ id }) => id === chosen) ??
    pipelines.find(({ id, archived }) => id === last && !archived) ??
    pipelines.find(({ archived }) => !archived);
  const told = address.display === "kanban" && chosen === type?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the address lacks is all that it depends on
  useEffect(() => {
    if (!onBoard || !type) return;
    setLast(type.id);
    if (!told)
      change(
        { pipelineId: type.id, ...(address.display === "kanban" ? {} : boardAddress(address)) },
        { replace: true },
      );
  }, [onBoard, type?.id, told]);
  return type;
}
