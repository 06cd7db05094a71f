import { useEffect, useRef, useState } from 'react';
import { Callout } from './Callout.tsx';
import { type DroppedFile, FileDrop } from './FileDrop.tsx';
import { useUiText } from './useUiText.ts';

export interface QrScannerProps {
  /** The text of the first code that was seen. */
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
  const found = useRef(onResult);
  found.current = onResult;
  useEffect(() => {
    const stop = new AbortController();
    void watch(video, stop.signal, (text) => found.current(text)).then(
      () => setCamera('on'),
      () => stop.signal.aborted || setCamera('refused'),
    );
    return () => stop.abort();
  }, []);
  const fromPicture = async ([file]: readonly DroppedFile[]) => {
    const text = file ? await codeOf(new Blob([Uint8Array.from(file.bytes)])).catch(() => null) : null;
    setNoCode(text === null);
    if (text !== null) onResult(text);
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
        onFiles={(files) => void fromPicture(files)}
      />
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
  onText: (text: string) => void,
): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  const end = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  if (signal.aborted || !element.current) return end();
  const video = element.current;
  video.srcObject = stream;
  await video.play();
  const timer = setInterval(async () => {
    const text = video.videoWidth > 0 ? await decode(video, video.videoWidth, video.videoHeight) : null;
    if (text === null || signal.aborted) return;
    clearInterval(timer);
    end();
    onText(text);
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
