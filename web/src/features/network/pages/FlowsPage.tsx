import { FlowLogin } from '../components/FlowLogin.tsx';
import { FlowMonitor } from '../components/FlowMonitor.tsx';
import { NetworkPage } from '../components/NetworkPage.tsx';
import { useAdminSession } from '../model/adminSession.ts';

/** What goes through a node now, as its operator sees it. */
export default function FlowsPage() {
  const session = useAdminSession();
  return <NetworkPage>{session ? <FlowMonitor key={session.number} session={session} /> : <FlowLogin />}</NetworkPage>;
}
