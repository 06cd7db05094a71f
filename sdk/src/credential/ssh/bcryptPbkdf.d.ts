declare module 'bcrypt-pbkdf' {
  /** 0, or -1 if an argument is out of range. Fills `key`. */
  export function pbkdf(
    password: Uint8Array,
    passwordLength: number,
    salt: Uint8Array,
    saltLength: number,
    key: Uint8Array,
    keyLength: number,
    rounds: number,
  ): number;
}
