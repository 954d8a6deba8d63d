import { expect, test } from "vitest";
import { passwordFault } from "./password-strength.ts";

const owner = { email: "e.kervella@briconett.fr", firstName: "Élodie", lastName: "Kervella" };

test.each([
  ...[
    "123456789012",
    "azertyuiop123",
    "Azertyuiop!2",
    "motdepasse123",
    "MotDePasse2024!",
    "P@ssw0rd1234",
    "jetaime12345",
  ],
  ...[
    "Bonjour2026!!",
    "Soleil2024!!",
    "Printemps2026!",
    "passwordpassword",
    "qwertyuiop[]",
    "doudou123456",
    "marseille1313",
  ],
  ...["abcabcabcabc", "administrateur1", "demo-helium-2026", "nicolas123456", "1q2w3e4r5t6y"],
])("« %s » is frequent, or nearly so", async (password) => {
  expect(await passwordFault(password, owner)).toBe("passwordFrequent");
});

test.each(["elodie.kervella", "E.Kervella@Briconett.fr", "KERVELLA-2026!", "briconett2026", "Élodie Élodie"])(
  "« %s » is the person's",
  async (password) => {
    expect(await passwordFault(password, owner)).toBe("passwordPersonal");
  },
);

test.each([
  "un mot de passe sûr",
  "le chat dort bien",
  "kQ8#vLp2!zRt",
  "Élodie aime le vélo",
  "x9!$%&*()=+{}",
  "密码是很长的一句话没有人知道",
])("« %s » will do", async (password) => {
  expect(await passwordFault(password, owner)).toBeNull();
});

test("an endless one is judged in a moment", async () => {
  expect(await passwordFault("aA4@".repeat(50), owner)).toBe("passwordFrequent");
});
