import { contactApi, opportunityApi } from "@crm/contract";
import { fold } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Combobox, Modal, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconAddressBook, IconAppWindow, IconSearch, IconTargetArrow } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { useMe } from "../features/session/session.queries.ts";
import { call } from "../lib/api.ts";
import { contactName } from "../lib/format.ts";
import { navigationFor } from "./navigation.tsx";
import classes from "./palette.module.css";

interface Found {
  to: string;
  title: string;
  detail: string;
  icon: ReactNode;
}

/** Ctrl-K: any screen by the words of its menu, any contact or opportunity by a part of its name. */
export default function Palette({
  text,
  onText,
  onClose,
}: {
  text: string;
  onText: (text: string) => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const combobox = useCombobox({ opened: true });
  const [search] = useDebouncedValue(text.trim(), 120);
  const open = (to: string) => {
    onClose();
    void navigate(to);
  };
  const screens = useScreens(text);
  const { data, isFetching, isPlaceholderData } = useRecords(search);
  const { records = [], near = false } = data ?? {};
  const groups = [
    {
      label: near ? t`Aucun résultat exact ; voici ce qui ressemble.` : t`Contacts et opportunités`,
      found: search.length > 1 ? records : [],
    },
    { label: t`Écrans`, found: screens },
  ].filter(({ found }) => found.length > 0);
  const first = groups[0]?.found[0]?.to;
  const { selectFirstOption } = combobox;
  useEffect(() => {
    if (first) selectFirstOption();
  }, [selectFirstOption, first]);
  // What is shown is what an earlier text found: Enter waits for what this one finds.
  const behind =
    text.trim() !== search || (search.length > 1 && isFetching && (data === undefined || isPlaceholderData));
  const [entered, setEntered] = useState(false);
  useEffect(() => {
    if (!entered || behind) return;
    setEntered(false);
    if (first !== undefined) open(first);
  });

  return (
    <Modal.Root opened onClose={onClose} size={600} yOffset="12vh" centered={false}>
      <Modal.Overlay />
      <Modal.Content aria-label={t`Aller à…`}>
        <Combobox store={combobox} onOptionSubmit={open} withinPortal={false}>
          <Combobox.EventsTarget withExpandedAttribute>
            <TextInput
              size="md"
              variant="unstyled"
              className={classes["field"] ?? ""}
              data-autofocus
              aria-label={t`Aller à…`}
              placeholder={t`Contact, opportunité, écran…`}
              leftSection={<IconSearch size={18} aria-hidden />}
              value={text}
              onChange={({ currentTarget }) => {
                setEntered(false);
                onText(currentTarget.value);
              }}
              onKeyDownCapture={(event) => {
                if (event.key === "Escape") onClose();
                if (event.key !== "Enter" || !behind) return;
                event.preventDefault();
                event.stopPropagation();
                setEntered(true);
              }}
            />
          </Combobox.EventsTarget>
          <Combobox.Options className={classes["found"] ?? ""} aria-label={t`Résultats`}>
            {groups.map(({ label, found }) => (
              <Combobox.Group key={label} label={label}>
                {found.map(({ to, title, detail, icon }) => (
                  <Combobox.Option key={`${to} ${detail}`} value={to}>
                    <span className={classes["option"]}>
                      {icon}
                      <span className={classes["title"]}>{title}</span>
                      <span className={classes["detail"]}>{detail}</span>
                    </span>
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            ))}
            {groups.length === 0 && (
              <Combobox.Empty>{isFetching ? t`Recherche…` : t`Rien ne correspond.`}</Combobox.Empty>
            )}
          </Combobox.Options>
        </Combobox>
      </Modal.Content>
    </Modal.Root>
  );
}

function useScreens(text: string): Found[] {
  const { i18n } = useLingui();
  const { permissions } = useMe();
  const words = fold(text).split(/\s+/);
  return navigationFor(permissions)
    .flatMap(({ label, to, entries }) => {
      const tab = i18n._(label);
      const own = to === undefined ? [] : [{ to, title: tab, detail: "" }];
      return [
        ...own,
        ...entries.map((entry) => ({
          to: entry.to,
          title: i18n._(entry.label),
          detail: [tab, ...(entry.under ?? []).map((word) => i18n._(word))].join(" › "),
        })),
      ];
    })
    .filter(({ title, detail }) => words.every((word) => fold(`${detail} ${title}`).includes(word)))
    .slice(0, 8)
    .map((screen) => ({ ...screen, icon: <IconAppWindow size={16} aria-hidden /> }));
}

function useRecords(search: string) {
  const { permissions } = useMe();
  return useQuery({
    queryKey: ["palette", search],
    enabled: search.length > 1 && permissions.includes("contact:read"),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<{ records: Found[]; near: boolean }> => {
      const query = { search, size: 6 };
      const [contacts, opportunities] = await Promise.all([
        call(contactApi.list, { query, signal }),
        call(opportunityApi.list, { query, signal }),
      ]);
      // What resembles only stands where nothing is what was typed.
      const near = [contacts, opportunities].every((page) => page.near || page.rows.length === 0);
      const shown = <Row,>(page: { rows: Row[]; near?: boolean | undefined }) => (page.near && !near ? [] : page.rows);
      const records = [
        ...shown(contacts).map((contact) => ({
          to: `/contacts/${contact.id}`,
          title: contactName(contact),
          detail: contact.company || contact.email,
          icon: <IconAddressBook size={16} aria-hidden />,
        })),
        ...shown(opportunities).map(({ id, title, contact }) => ({
          to: `/opportunites/${id}`,
          title,
          detail: contact.name,
          icon: <IconTargetArrow size={16} aria-hidden />,
        })),
      ];
      return { records, near };
    },
  });
}
