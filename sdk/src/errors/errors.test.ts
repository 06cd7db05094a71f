import { describe, expect, test } from 'vitest';
import * as errors from './index.ts';

const kinds = [
  [errors.ArgumentError, 'ARGUMENT'],
  [errors.ConfigurationError, 'CONFIGURATION'],
  [errors.DecodeError, 'DECODE'],
  [errors.FileError, 'FILE'],
  [errors.NotFoundError, 'NOT_FOUND'],
  [errors.TransportError, 'TRANSPORT'],
  [errors.VerificationError, 'VERIFICATION'],
] as const;

describe('errors', () => {
  test.each(kinds)('behavior: %o carries code, field, sentence, hints and cause', (Kind, code) => {
    const cause = new TypeError('inner');
    const error = new Kind('is wrong', { field: 'manifest.epoch', metaMessages: ['Do this.'], cause });
    expect(error).toBeInstanceOf(errors.BaseError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      code,
      shortMessage: 'is wrong',
      field: 'manifest.epoch',
      metaMessages: ['Do this.'],
    });
    expect(error.name).toBe(Kind.name);
    expect(error.message).toBe('manifest.epoch: is wrong\nDo this.');
    expect(error.cause).toBe(cause);
  });

  test('behavior: without options there is the sentence alone', () => {
    const error = new errors.DecodeError('is wrong');
    expect(error.message).toBe('is wrong');
    expect(error.field).toBeUndefined();
    expect(error.metaMessages).toEqual([]);
    expect('cause' in error).toBe(false);
  });

  test('behavior: codes are told apart', () => {
    expect(new Set(kinds.map(([, code]) => code)).size).toBe(kinds.length);
    expect(kinds.map(([Kind]) => Kind.name).sort()).toEqual(
      Object.keys(errors)
        .filter((name) => name !== 'BaseError')
        .sort(),
    );
  });
});
