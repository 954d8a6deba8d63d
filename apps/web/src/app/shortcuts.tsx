import { useLingui } from "@lingui/react/macro";
import { Kbd, Modal, Table } from "@mantine/core";

/** `?`: the keys that work everywhere. */
export default function Shortcuts({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const keys = [
    ["Ctrl K", t`Aller à un contact, une opportunité, un écran`],
    ["/", t`Rechercher dans la liste`],
    ["↑ ↓", t`Parcourir les lignes d’une liste`],
    [t`Entrée`, t`Ouvrir la ligne`],
    [t`Échap`, t`Fermer la fenêtre ou le menu`],
    ["?", t`Afficher ces raccourcis`],
  ] as const;
  return (
    <Modal opened onClose={onClose} title={t`Raccourcis clavier`} size={440}>
      <Table>
        <Table.Tbody>
          {keys.map(([key, what]) => (
            <Table.Tr key={key}>
              <Table.Td w={100}>
                <Kbd>{key}</Kbd>
              </Table.Td>
              <Table.Td>{what}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
