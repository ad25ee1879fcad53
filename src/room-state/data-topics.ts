/** Data of this topic moves a device: only who may send data now (the holder, where there is a floor) is heard. */
export const CONTROL_TOPIC = 'control';
