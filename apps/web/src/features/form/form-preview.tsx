import { type ConsentChannel, consentChannels, consentWording } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { useDeferredValue, useState } from "react";
import { type Control, useWatch } from "react-hook-form";
import type { AskedQuestion } from "../../lib/shared.queries.ts";
import { Section } from "../../ui/section.tsx";
import classes from "./form.module.css";
import type { FormDraft } from "./form-draft.ts";
import { type FieldSetting, publicFields } from "./form-words.ts";
import { PublicForm } from "./public-form.tsx";

type Shown = Pick<FormDraft, "name" | "title" | "intro" | "button" | "emailConsent" | "smsConsent"> & {
  fields: readonly FieldSetting[];
};

/** What visitors will see of what is being written. */
export function DraftPreview({
  control,
  questions,
}: {
  control: Control<FormDraft, unknown, FormDraft>;
  questions: readonly AskedQuestion[];
}) {
  const draft = useWatch({ control }) as FormDraft;
  // Typing never waits for it.
  return <FormPreview form={useDeferredValue(draft)} questions={questions} />;
}

/** The public page of a form, to be tried; nothing is sent. */
export function FormPreview({ form, questions }: { form: Shown; questions: readonly AskedQuestion[] }) {
  const { t } = useLingui();
  const [tried, setTried] = useState(false);
  const consents = consentChannels
    .map((channel: ConsentChannel) => ({ channel, wording: consentWording(form, channel).trim() }))
    .filter(({ wording }) => wording !== "");
  return (
    <div className={classes["preview"]}>
      <Section title={t`Aperçu`}>
        <div className={classes["sheet"]}>
          <PublicForm
            level={3}
            form={{
              title: form.title || form.name,
              intro: form.intro,
              fields: publicFields(form.fields, questions),
              button: form.button,
              consents,
              version: 1,
            }}
            onSend={async () => setTried(true)}
          >
            <p className={classes["tried"]} role="status">
              {tried && t`Aperçu : tout est rempli comme il faut, mais rien n’est envoyé.`}
            </p>
          </PublicForm>
        </div>
      </Section>
    </div>
  );
}
