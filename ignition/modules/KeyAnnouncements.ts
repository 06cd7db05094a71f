import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import { keyAnnouncementsBytecode } from '../../sdk/src/generated/bytecode/keyAnnouncements.ts';
import { keyAnnouncementsAbi } from '../../sdk/src/generated/index.ts';
import { throughFactory } from './throughFactory.ts';

export default buildModule('KeyAnnouncements', (m) => ({
  keyAnnouncements: throughFactory(m, {
    name: 'KeyAnnouncements',
    abi: keyAnnouncementsAbi,
    initCode: keyAnnouncementsBytecode,
  }),
}));
