import { useLingui } from "@lingui/react/macro";
import { Tabs } from "@mantine/core";
import type { ReactNode } from "react";
import { useSearchParams } from "react-router";
import { Page, PageHeader } from "../../ui/page.tsx";
import { BinList } from "./bin-list.tsx";

interface Props {
  /** Whether this person may delete for good. */
  canPurge: boolean;
  /** The tab « Anonymisations », for who may see it. */
  anonymisations?: ReactNode;
}

/** Outils → Corbeille: what was deleted lately, and what was anonymised. The tab is in the address. */
export function BinPage({ canPurge, anonymisations }: Props) {
  const { t } = useLingui();
  const [params, setParams] = useSearchParams();
  const tabs = ["contacts", "opportunites", ...(anonymisations ? ["anonymisations"] : [])];
  const tab = tabs.find((name) => name === params.get("onglet")) ?? "contacts";
  return (
    <Page>
      <PageHeader
        title={t`Corbeille`}
        subtitle={t`Ce qui a été supprimé y reste quelque temps : un contact se restaure avec ses opportunités, ses réponses et son historique.`}
      />
      <Tabs
        value={tab}
        onChange={(name) => setParams(name && name !== "contacts" ? { onglet: name } : {})}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="contacts">{t`Contacts`}</Tabs.Tab>
          <Tabs.Tab value="opportunites">{t`Opportunités`}</Tabs.Tab>
          {anonymisations && <Tabs.Tab value="anonymisations">{t`Anonymisations`}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="contacts">
          <BinList record="contact" canPurge={canPurge} />
        </Tabs.Panel>
        <Tabs.Panel value="opportunites">
          <BinList record="opportunity" canPurge={canPurge} />
        </Tabs.Panel>
        {anonymisations && <Tabs.Panel value="anonymisations">{anonymisations}</Tabs.Panel>}
      </Tabs>
    </Page>
  );
}
