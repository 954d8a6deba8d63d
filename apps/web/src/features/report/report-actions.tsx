import type { Endpoint, Request } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconPrinter, IconTableExport } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { download, saveAs } from "../../lib/api.ts";
import { errorSentence } from "../../lib/error-sentence.ts";
import { notify } from "../../ui/notify.ts";

/** « Exporter vers Excel » and « Imprimer »: what is on screen, as a file and on paper. */
export function ReportActions<E extends Endpoint>({
  endpoint,
  request,
}: {
  endpoint: E;
  /** null: not now; left out: this can't be exported. */
  request?: Request<E> | null;
}) {
  const { t } = useLingui();
  usePrintInLight();
  const { mutate, isPending } = useMutation({
    mutationFn: async (request: Request<E>) => saveAs(await download(endpoint, ...([request] as never))),
    onError: (error) => void notify({ kind: "error", message: errorSentence(error) }),
  });
  return (
    <>
      {request !== undefined && (
        <Button
          variant="default"
          leftSection={<IconTableExport size={16} aria-hidden />}
          loading={isPending}
          disabled={request === null}
          onClick={() => request && mutate(request)}
        >{t`Exporter vers Excel`}</Button>
      )}
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
