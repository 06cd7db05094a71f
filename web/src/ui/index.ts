export { Address, type AddressProps } from './Address.tsx';
export { Badge, type BadgeProps } from './Badge.tsx';
export { Button, type ButtonProps } from './Button.tsx';
export { ButtonLink, type ButtonLinkProps } from './ButtonLink.tsx';
export { type ButtonSize, type ButtonVariant, buttonClasses } from './buttonClasses.ts';
export { Callout, type CalloutProps } from './Callout.tsx';
export { Card, type CardProps } from './Card.tsx';
export { CodeBlock, type CodeBlockProps } from './CodeBlock.tsx';
export { ConfirmDialog, type ConfirmDialogProps } from './ConfirmDialog.tsx';
export { CopyButton, type CopyButtonProps } from './CopyButton.tsx';
export { Countdown, type CountdownProps } from './Countdown.tsx';
export type { Column, Sorting } from './column.ts';
export {
  Checkbox,
  type CheckboxProps,
  Input,
  RadioGroup,
  type RadioGroupProps,
  Select,
  type SelectOption,
  type SelectProps,
  TextArea,
} from './controls.tsx';
export { Dialog, type DialogProps } from './Dialog.tsx';
export { Digest, type DigestProps } from './Digest.tsx';
export { Disclosure, type DisclosureProps } from './Disclosure.tsx';
export { download } from './download.ts';
export { EmptyState, type EmptyStateProps } from './EmptyState.tsx';
export { ErrorPanel, type ErrorPanelProps } from './ErrorPanel.tsx';
export { Field, type FieldControl, type FieldProps } from './Field.tsx';
export { type DroppedFile, FileDrop, type FileDropProps } from './FileDrop.tsx';
export { IconButton, type IconButtonProps } from './IconButton.tsx';
export { JsonView, type JsonViewProps } from './JsonView.tsx';
export { KeyValue, type KeyValueProps } from './KeyValue.tsx';
export { MachineText, type MachineTextProps } from './MachineText.tsx';
export { Menu, type MenuItem, type MenuProps } from './Menu.tsx';
export { Page, type PageProps } from './Page.tsx';
export { Progress, type ProgressProps } from './Progress.tsx';
export { QrCode, type QrCodeProps } from './QrCode.tsx';
export { QrCodes } from './QrCodes.tsx';
export { QrScanner, type QrScannerProps } from './QrScanner.tsx';
export type { RowSource } from './rowSource.ts';
export { SafeText, type SafeTextProps } from './SafeText.tsx';
export { SearchInput, type SearchInputProps } from './SearchInput.tsx';
export { Segmented, type SegmentedProps } from './Segmented.tsx';
export { Skeleton } from './Skeleton.tsx';
export { Stat, type StatProps } from './Stat.tsx';
export { Steps, type StepsProps } from './Steps.tsx';
export { Table, type TableProps } from './Table.tsx';
export { type Tab, Tabs, type TabsProps } from './Tabs.tsx';
export { TextLink } from './TextLink.tsx';
export { ThresholdMeter, type ThresholdMeterProps } from './ThresholdMeter.tsx';
export { Timestamp, type TimestampProps } from './Timestamp.tsx';
export { type ToastMessage, ToastProvider, useToast } from './Toast.tsx';
export { applyTheme, chooseTheme, currentTheme, type Theme, themes, useTheme } from './theme.ts';
export { type Tone, toneClasses, toneIcons, toneText } from './tone.ts';
export { uiTexts } from './uiTexts.ts';
export { useWide } from './useWide.ts';
export { VirtualTable, type VirtualTableProps } from './VirtualTable.tsx';
