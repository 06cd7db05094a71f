import { useEffect, useRef, useState } from 'react';
import { createPartsReader } from '../lib/codeParts.ts';
import { Callout } from './Callout.tsx';
import { type DroppedFile, FileDrop } from './FileDrop.tsx';
import { useUiText } from './useUiText.ts';

export interface QrScannerProps {
  /** The text of the first code that was seen, or of all codes that a text was shown in. */
  readonly onResult: (text: string) => void;
}

const EVERY_MS = 250;
const WIDTH = 640;

/** Reads a QR code by the camera, or from a picture where there is no camera. Nothing leaves the page. */
export function QrScanner({ onResult }: QrScannerProps) {
  const t = useUiText();
  const video = useRef<HTMLVideoElement>(null);
  const [camera, setCamera] = useState<'asking' | 'on' | 'refused'>('asking');
  const [noCode, setNoCode] = useState(false);
  const [parts, setParts] = useState<{ readonly read: number; readonly count: number } | null>(null);
  const found = useRef(onResult);
  found.current = onResult;
  const collect = useRef(createPartsReader());
  /** False while further codes are needed. */
  const take = useRef((code: string): boolean => {
    const result = collect.current(code);
    setParts('text' in result ? null : result);
    if ('text' in result) found.current(result.text);
    return 'text' in result;
  });
  useEffect(() => {
    const stop = new AbortController();
    void watch(video, stop.signal, take.current).then(
      () => setCamera('on'),
      () => stop.signal.aborted || setCamera('refused'),
    );
    return () => stop.abort();
  }, []);
  const fromPictures = async (files: readonly DroppedFile[]) => {
    for (const { bytes } of files) {
      const text = await codeOf(new Blob([Uint8Array.from(bytes)])).catch(() => null);
      setNoCode(text === null);
      if (text !== null && take.current(text)) return;
    }
  };
  return (
    <div className="space-y-3">
      {camera === 'refused' ? <Callout tone="info">{t('cameraRefused')}</Callout> : null}
      {/* A camera's picture has no sound to caption. */}
      <video
        ref={video}
        muted
        playsInline
        hidden={camera !== 'on'}
        className="w-full rounded-md bg-sunken"
        aria-label={t('scanCode')}
      />
      <FileDrop
        label={t('qrCode')}
        accept="image/*"
        maxBytes={20_971_520}
        multiple
        onFiles={(files) => void fromPictures(files)}
      />
      {parts ? (
        <Callout tone="info" live>
          {t('codesRead', parts)}
        </Callout>
      ) : null}
      {noCode ? (
        <Callout tone="warn" live>
          {t('noCode')}
        </Callout>
      ) : null}
    </div>
  );
}

async function watch(
  element: { readonly current: HTMLVideoElement | null },
  signal: AbortSignal,
  onText: (text: string) => boolean,
): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  const end = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  if (signal.aborted || !element.current) return end();
  const video = element.current;
  video.srcObject = stream;
  await video.play();
  let isDone = false;
  const timer = setInterval(async () => {
    const text = video.videoWidth > 0 ? await decode(video, video.videoWidth, video.videoHeight) : null;
    // The picture before may have taken longer.
    if (text === null || signal.aborted || isDone || !onText(text)) return;
    isDone = true;
    clearInterval(timer);
    end();
  }, EVERY_MS);
  signal.addEventListener('abort', () => {
    clearInterval(timer);
    end();
  });
}

async function codeOf(picture: Blob): Promise<string | null> {
  const bitmap = await createImageBitmap(picture);
  try {
    return await decode(bitmap, bitmap.width, bitmap.height);
  } finally {
    bitmap.close();
  }
}

async function decode(source: CanvasImageSource, width: number, height: number): Promise<string | null> {
  const { default: module } = await import('jsqr');
  // What bundlers make of its CommonJS is not what its types say.
  type Read = typeof module.default;
  const read = (module as { readonly default?: Read }).default ?? (module as unknown as Read);
  const scale = Math.min(1, WIDTH / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return read(data, canvas.width, canvas.height)?.data ?? null;
}
