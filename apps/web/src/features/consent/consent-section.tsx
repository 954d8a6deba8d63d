import { type ConsentChannel, type ConsentView, type ContactView, consentChannels } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Modal } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatDate } from "../../lib/format.ts";
import { consentChannels as channelLabels, consentStates } from "../../ui/consent-words.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Section } from "../../ui/section.tsx";
import classes from "./consent.module.css";
import { consentList } from "./consent.queries.ts";
import { ConsentForm } from "./consent-form.tsx";
import { reasonLabels, sourceLabels } from "./consent-words.ts";

/** « Consentements »: whether the person may be written to, on each channel; since when, why, and what came before. */
export function ConsentSection({ contact }: { contact: ContactView }) {
  const { t, i18n } = useLingui();
  const { data: history = [] } = useQuery(consentList(contact.id));
  const [changing, setChanging] = useState<ConsentChannel | null>(null);
  const states = { email: contact.emailConsent, sms: contact.smsConsent };
  const close = () => setChanging(null);
  return (
    <Section title={t`Consentements`}>
      <dl className={classes["channels"]}>
        {consentChannels.map((channel) => {
          const latest = history.find((one) => one.channel === channel);
          const name = i18n._(channelLabels[channel]);
          return (
            <div key={channel} className={classes["channel"]}>
              <dt>{name}</dt>
              <dd>
                <span className={classes["state"]} data-state={states[channel]}>
                  {i18n._(consentStates[states[channel]])}
                  {latest?.source === "suppression" && <Reason of={latest} />}
                </span>
                {latest && <Origin of={latest} />}
              </dd>
              {contact.can.update && (
                // A list of terms holds nothing but terms and their details.
                <dd className={classes["edit"]}>
                  <IconButton
                    label={t`Modifier le consentement ${name}`}
                    size={28}
                    onClick={() => setChanging(channel)}
                  >
                    <IconPencil size={16} aria-hidden />
                  </IconButton>
                </dd>
              )}
            </div>
          );
        })}
      </dl>
      {history.length > 0 && (
        <details className={classes["history"]}>
          <summary>{t`Historique des consentements`}</summary>
          <ul>
            {history.map((one) => (
              <li key={one.id}>
                {`${i18n._(channelLabels[one.channel])} : ${i18n._(consentStates[one.state])}`}
                <Origin of={one} />
                {one.proof && one.source !== "suppression" && (
                  <span className={classes["dim"]}>{t`Preuve : ${one.proof}`}</span>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
      <Modal
        opened={changing !== null}
        onClose={close}
        title={t`Consentement ${i18n._(channelLabels[changing ?? "email"])}`}
        size={460}
      >
        {changing && <ConsentForm contactId={contact.id} channel={changing} state={states[changing]} onClose={close} />}
      </Modal>
    </Section>
  );
}

/** « : personne anonymisée ». */
function Reason({ of }: { of: ConsentView }) {
  const { i18n } = useLingui();
  const reason = reasonLabels[of.proof];
  return reason ? ` : ${i18n._(reason)}` : null;
}

function Origin({ of: { givenAt, source, actor } }: { of: ConsentView }) {
  const { i18n } = useLingui();
  return (
    <span className={classes["dim"]}>
      {[formatDate(givenAt), i18n._(sourceLabels[source]), actor?.name].filter(Boolean).join(" · ")}
    </span>
  );
}
