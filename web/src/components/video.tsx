import { useEffect, useRef, useState } from 'preact/hooks';

interface VideoProps {
  readonly track: MediaStreamTrack;
  readonly mirrored?: boolean;
  /** Shows the whole picture with bars instead of cropping it. */
  readonly contain?: boolean;
  readonly label: string;
}

/** Plays one video track, silently (sound has its own elements). Fades in with its first picture. */
export function Video({ track, mirrored = false, contain = false, label }: VideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [hasPicture, setHasPicture] = useState(false);
  useEffect(() => {
    const element = video.current;
    if (element === null) return undefined;
    setHasPicture(false);
    element.srcObject = new MediaStream([track]);
    // Refused only when the element is taken away meanwhile; muted video may always play.
    element.play().catch(() => undefined);
    return () => {
      element.srcObject = null;
    };
  }, [track]);
  return (
    <video
      ref={video}
      class={`video ${mirrored ? 'mirrored' : ''} ${contain ? 'contain' : ''} ${hasPicture ? 'shown' : ''}`}
      autoplay
      playsInline
      muted
      disablePictureInPicture
      aria-label={label}
      onLoadedData={() => setHasPicture(true)}
    />
  );
}
