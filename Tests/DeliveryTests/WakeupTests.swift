import Synchronization
import Testing

@testable import Delivery

@Suite struct WakeupTests {
    @Test func aSignalBeforeWaitingIsNotLost() async {
        let wakeup = Wakeup()
        wakeup.signal()
        await wakeup.wait(atMost: .seconds(3600))
    }

    @Test func oneSignalWakesOnceAndTheNextWaitLasts() async {
        let wakeup = Wakeup()
        let woken = Atomic(0)
        let worker = Task {
            while !Task.isCancelled {
                await wakeup.wait(atMost: .seconds(3600))
                woken.add(1, ordering: .sequentiallyConsistent)
            }
        }
        wakeup.signal()
        while woken.load(ordering: .sequentiallyConsistent) == 0 { await Task.yield() }
        // A worker that spun would count thousands here: nothing has signalled since.
        for _ in 0..<2000 { await Task.yield() }
        #expect(woken.load(ordering: .sequentiallyConsistent) == 1)
        worker.cancel()
        await worker.value
    }
}
