import { useLingui } from "@lingui/react/macro";
import { Button, Menu } from "@mantine/core";
import { IconFileDownload } from "@tabler/icons-react";
import { errorSentence } from "../../lib/error-sentence.ts";
import { notify } from "../../ui/notify.ts";
import { useExportPersonalData } from "./anonymisation.queries.ts";

/** « Exporter les données personnelles »: for a person who asks what is held about him. */
export function ExportPersonalData({ contactId }: { contactId: string }) {
  const { t } = useLingui();
  const data = useExportPersonalData(contactId);
  const get = (format: "json" | "html") =>
    data.mutate(format, { onError: (error) => void notify({ kind: "error", message: errorSentence(error) }) });
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          variant="default"
          fullWidth
          h="auto"
          mih={34}
          py={6}
          styles={{ label: { whiteSpace: "normal" } }}
          loading={data.isPending}
          leftSection={<IconFileDownload size={16} aria-hidden />}
        >
          {t`Exporter les données personnelles`}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => get("html")}>{t`Document à lire (HTML)`}</Menu.Item>
        <Menu.Item onClick={() => get("json")}>{t`Données (JSON)`}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
