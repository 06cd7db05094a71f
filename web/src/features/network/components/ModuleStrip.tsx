import { type Modules, moduleShort, registryModules, type Sides, sidesOf } from '../model/modules.ts';
import { useText } from '../useText.ts';

/** The matrix of a party's modules in one line: what is beneath each other in a list can be compared. */
export function ModuleStrip({ modules }: { readonly modules: Modules }) {
  const t = useText();
  const all = registryModules.map((module) => ({ module, sides: sidesOf(modules, module) }));
  const words = all.filter(({ sides }) => sides.sender || sides.receiver);
  return (
    <>
      <span className="sr-only">
        {words.length === 0
          ? t('module.neither')
          : words.map(({ module, sides }) => t(keyOf(sides), { module: t(`module.${module}`) })).join(', ')}
      </span>
      <span aria-hidden className="grid w-fit grid-cols-7 gap-0.5 text-center">
        {all.map(({ module, sides }) => (
          <span
            key={module}
            title={sides.sender || sides.receiver ? t(keyOf(sides), { module: t(`module.${module}`) }) : ''}
          >
            <span className="block text-[0.625rem] leading-3 text-muted">{moduleShort[module]}</span>
            <span className="flex justify-center gap-px">
              <Side isThere={sides.sender} letter={t('module.senderShort')} />
              <Side isThere={sides.receiver} letter={t('module.receiverShort')} />
            </span>
          </span>
        ))}
      </span>
    </>
  );
}

function keyOf({ sender, receiver }: Sides) {
  return sender && receiver ? 'module.both' : sender ? 'module.senderOnly' : 'module.receiverOnly';
}

function Side({ isThere, letter }: { readonly isThere: boolean; readonly letter: string }) {
  return (
    <span
      className={`inline-block w-4 rounded-xs text-xs leading-4 ${isThere ? 'bg-accent-soft font-medium text-accent-strong' : 'bg-sunken text-transparent'}`}
    >
      {isThere ? letter : '·'}
    </span>
  );
}
