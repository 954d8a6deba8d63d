import { reportApi } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconFileTypePdf, IconPrinter, IconTableExport } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { download, saveAs } from "../../lib/api.ts";
import { errorSentence } from "../../lib/error-sentence.ts";
import { notify } from "../../ui/notify.ts";
import { contentOf } from "./saved-report-address.ts";
import { type ReportState, SavedReports } from "./saved-reports.tsx";

/** « Rapports enregistrés », « Exporter » and « Imprimer »: what is on screen under a name, as a file, by mail and on paper. */
export function ReportActions({ state }: { state: ReportState }) {
  const { t } = useLingui();
  usePrintInLight();
  const { mutate, isPending } = useMutation({
    mutationFn: async (file: () => ReturnType<typeof download>) => saveAs(await file()),
    onError: (error) => void notify({ kind: "error", message: errorSentence(error) }),
  });
  const { report, address, ready } = state;
  const query = { report, query: contentOf(address) };
  return (
    <>
      <SavedReports state={state} />
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconTableExport size={16} aria-hidden />}
            rightSection={<IconChevronDown size={14} aria-hidden />}
            loading={isPending}
            disabled={!ready}
          >{t`Exporter`}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconTableExport size={16} aria-hidden />}
            onClick={() => mutate(() => download(reportApi.sheet, { query }))}
          >{t`Vers Excel`}</Menu.Item>
          <Menu.Item
            leftSection={<IconFileTypePdf size={16} aria-hidden />}
            onClick={() => mutate(() => download(reportApi.paper, { query }))}
          >{t`En PDF`}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button
        variant="default"
        leftSection={<IconPrinter size={16} aria-hidden />}
        onClick={() => window.print()}
      >{t`Imprimer`}</Button>
    </>
  );
}

/** Paper is white: what is printed has the colours of the light scheme. */
function usePrintInLight() {
  useEffect(() => {
    const printing = window.matchMedia("print");
    const { dataset } = document.documentElement;
    let before: string | undefined;
    const onChange = () => {
      if (printing.matches) {
        before = dataset["mantineColorScheme"];
        dataset["mantineColorScheme"] = "light";
      } else if (before) dataset["mantineColorScheme"] = before;
    };
    printing.addEventListener("change", onChange);
    return () => printing.removeEventListener("change", onChange);
  }, []);
}
