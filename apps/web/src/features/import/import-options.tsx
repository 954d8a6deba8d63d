import { contactKey, type ImportView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Radio, Select, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { formList, userDirectory } from "../../lib/shared.queries.ts";
import { UserSelect } from "../../ui/user-select.tsx";
import classes from "./import.module.css";
import type { ImportOptions } from "./import.queries.ts";

interface Props {
  record: ImportView["record"];
  value: ImportOptions;
  onChange: (options: ImportOptions) => void;
  /** Codes that the columns of the file fill. */
  filled: readonly string[];
  myId: string;
  canConfigure: boolean;
}

/**
 * What happens to records that are there already, to blank cells and unknown choices, and who follows the new ones; of
 * submissions, which are only added and are nobody’s: their form.
 */
export function ImportOptionFields({ record, value, onChange, filled, myId, canConfigure }: Props) {
  const { t } = useLingui();
  const { data: users = [] } = useQuery(userDirectory);
  const contacts = record === "contact";
  const key = contactKey(new Set(filled), value.key) ?? "auto";
  const set = (part: Partial<ImportOptions>) => onChange({ ...value, ...part });
  const choice = <Value extends string>(
    label: string,
    given: Value,
    change: (value: Value) => void,
    choices: [Value, string, string?][],
  ) => (
    <Radio.Group label={label} value={given} onChange={(chosen) => change(chosen as Value)}>
      <Stack gap={8} mt={6}>
        {choices.map(([name, said, more]) => (
          <Radio key={name} value={name} label={said} description={more} />
        ))}
      </Stack>
    </Radio.Group>
  );
  function chooseForm(formId: string | null) {
    const { formId: _, ...rest } = value;
    onChange(formId === null ? rest : { ...rest, formId });
  }
  const unknown =
    canConfigure &&
    choice(t`Choix inconnu d’une question`, value.unknownChoices, (unknownChoices) => set({ unknownChoices }), [
      ["refuse", t`Refuser la ligne`],
      ["add", t`Ajouter le choix à la question`],
    ]);
  if (record === "submission")
    return (
      <div className={classes["options"]}>
        <FormSelect value={value.formId ?? null} onChange={chooseForm} />
        {unknown}
      </div>
    );
  return (
    <div className={classes["options"]}>
      {choice(contacts ? t`Contacts à importer` : t`Opportunités à importer`, value.mode, (mode) => set({ mode }), [
        ["both", t`Créer et mettre à jour`],
        ["create", t`Créer seulement`, t`Les fiches qui existent sont laissées telles quelles.`],
        ["update", t`Mettre à jour seulement`, t`Aucune fiche n’est créée.`],
      ])}
      {choice(t`Cellule vide`, value.empty, (empty) => set({ empty }), [
        ["keep", t`Garder la valeur de la fiche`],
        ["erase", t`Effacer la valeur de la fiche`],
      ])}
      <Stack gap="md">
        {contacts && (
          <Select
            label={t`Un contact est reconnu par`}
            allowDeselect={false}
            description={
              key === "name"
                ? t`Sans tenir compte de la casse, des accents et de la ponctuation. Une fiche trouvée seule est mise à jour ; aucune n’est créée.`
                : undefined
            }
            value={key}
            data={[
              { value: "auto", label: t`Son code, sinon son e-mail` },
              { value: "code", label: t`Son code` },
              { value: "email", label: t`Son e-mail` },
              { value: "name", label: t`Ses nom, prénom et organisation` },
            ]}
            onChange={(key) => {
              const { key: _, ...rest } = value;
              onChange(key === "code" || key === "email" || key === "name" ? { ...rest, key } : rest);
            }}
          />
        )}
        <UserSelect
          label={contacts ? t`Nouveaux contacts suivis par` : t`Nouvelles opportunités suivies par`}
          users={users}
          value={value.ownerId ?? myId}
          clearable={false}
          onChange={(id) => {
            const { ownerId: _, ...rest } = value;
            onChange({ ...rest, ...(id !== null && id !== myId ? { ownerId: id } : {}) });
          }}
        />
      </Stack>
      {unknown}
    </div>
  );
}

/** The form of the rows that name none; an archived one will do: this is what was once said. */
function FormSelect({ value, onChange }: { value: string | null; onChange: (formId: string | null) => void }) {
  const { t } = useLingui();
  const { data: forms = [] } = useQuery(formList());
  const { data: archived = [] } = useQuery(formList(true));
  const all = [...new Map([...forms, ...archived].map((form) => [form.id, form])).values()];
  return (
    <Select
      label={t`Formulaire`}
      description={t`Celui des lignes qui n’en nomment aucun.`}
      placeholder={t`Aucun`}
      clearable
      searchable
      clearButtonProps={{ "aria-label": t`Effacer : Formulaire` }}
      value={value}
      data={all.map(({ id, name, archivedAt }) => ({
        value: id,
        label: archivedAt === null ? name : t`${name} (archivé)`,
      }))}
      nothingFoundMessage={t`Aucun formulaire`}
      onChange={onChange}
    />
  );
}
