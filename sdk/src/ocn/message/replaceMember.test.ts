import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8Decode, utf8Encode } from '../../bytes/index.ts';
import { DecodeError } from '../../errors/index.ts';
import { jsonMembers } from './jsonMembers.ts';
import { replaceMember } from './replaceMember.ts';

const replaced = (json: string, value = 'new') => utf8Decode(replaceMember(utf8Encode(json), 'url', value));

describe('replacing a member', () => {
  test.each([
    ['{"a":1.0, "url" : "https:\\/\\/x" ,"b":1e2}', '{"a":1.0, "url" : "new" ,"b":1e2}'],
    ['{"url":{"url":"}"},"b":"\\"url\\":1"}', '{"url":"new","b":"\\"url\\":1"}'],
    ['{"\\u0075rl":[1,{"x":","}]}', '{"\\u0075rl":"new"}'],
    ['{"b":{"url":1}}', '{"b":{"url":1},"url":"new"}'],
    [' { } ', ' { "url":"new"} '],
    ['{"a\\\\":"\\\\","url":2}', '{"a\\\\":"\\\\","url":"new"}'],
  ])('behavior: %s', (before, after) => {
    expect(replaced(before)).toBe(after);
  });

  test('property: the value is another one, and all others are as they were', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), fc.string(), (object, old, value) => {
        const json = JSON.stringify({ ...object, url: old }, null, 1);
        expect(JSON.parse(replaced(json, value))).toEqual({ ...JSON.parse(json), url: value });
      }),
    );
  });

  test('property: every member is where it says', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const json = utf8Encode(JSON.stringify(object));
        for (const [name, { start, end }] of jsonMembers(json, 'object')) {
          expect(JSON.stringify(object[name])).toBe(utf8Decode(json.subarray(start, end)));
        }
      }),
    );
  });

  test('error: a list, and a member that is there twice', () => {
    expect(() => replaced('[]')).toThrow(DecodeError);
    expect(() => replaced('{"url":1,"\\u0075rl":2}')).toThrow(DecodeError);
  });
});
