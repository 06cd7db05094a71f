import { useEffect, useState } from 'react';
import { Callout } from './Callout.tsx';
import { useUiText } from './useUiText.ts';

export interface QrCodeProps {
  readonly value: string;
  /** What the code holds, for screen readers. */
  readonly label: string;
  readonly size?: number;
}

interface Matrix {
  readonly width: number;
  readonly path: string;
}

/** A QR code, drawn as one path; black on white in both themes, because readers expect that. */
export function QrCode({ value, label, size = 240 }: QrCodeProps) {
  const t = useUiText();
  const [matrix, setMatrix] = useState<Matrix | 'tooLong'>();
  useEffect(() => {
    let current = true;
    void matrixOf(value).then(
      (made) => current && setMatrix(made),
      () => current && setMatrix('tooLong'),
    );
    return () => {
      current = false;
    };
  }, [value]);
  if (matrix === 'tooLong') return <Callout tone="warn">{t('codeTooLong')}</Callout>;
  return (
    <div className="inline-block w-fit rounded-md bg-[#fff] p-3">
      {matrix ? (
        <svg
          role="img"
          aria-label={label}
          width={size}
          height={size}
          viewBox={`0 0 ${matrix.width} ${matrix.width}`}
          shapeRendering="crispEdges"
        >
          <path d={matrix.path} fill="#000" />
        </svg>
      ) : (
        <div style={{ width: size, height: size }} />
      )}
    </div>
  );
}

async function matrixOf(value: string): Promise<Matrix> {
  const { create } = await import('qrcode');
  const { modules } = create(value, { errorCorrectionLevel: 'L' });
  let path = '';
  for (let y = 0; y < modules.size; y++) {
    for (let x = 0; x < modules.size; x++) if (modules.get(y, x)) path += `M${x} ${y}h1v1h-1z`;
  }
  return { width: modules.size, path };
}
